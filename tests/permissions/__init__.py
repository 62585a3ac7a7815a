"""Every address x every role x every place, judged by the table of rights."""
