"""Long work in the background: a table of jobs and a runner. A job has the rights its owner has at that moment."""
