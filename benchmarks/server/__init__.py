"""The server with a large register: how long whole answers take, what a search finds, how many can work at once."""
