"""One instrument compiled for other machines: arrays, databases, forms and the field app.

Start reading at `plan`: the one lowering that every target shares. Each target takes answers as small integers, 0 for
no, 1 for unknown whatever the reason, 2 for yes, and says exactly what `fristad.engine` says.
"""
