"""Files that people bring: recognised by their content, checked in a limited process, kept sealed, handed out safely.

- `kinds` knows what is taken and recognises it; pure
- `pictures` draws a picture anew, without what cameras and programs wrote into it
- `checker` is the limited process in which both run, `limits` starts it
- `store` keeps the sealed bytes in files
"""
