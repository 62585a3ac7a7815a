"""What the pages draw: shapes for knowing, tracks of days, journeys. Plain numbers in, plain numbers out; no models."""
