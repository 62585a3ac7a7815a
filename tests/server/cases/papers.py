"""Invented files for tests, of every kind that is taken and of many that are not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image

OFFICE_TYPES = "[Content_Types].xml"
ODT = b"application/vnd.oasis.opendocument.text"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(made, kind, **options)
    return made.getvalue()


def archive(*names: str, mimetype: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "<invented/>")
    return made.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_WITH_ACTIONS = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    b"/AA<</WC<</S/Launch/F(/bin/sh)>>>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

TAKEN = {
    "pdf": PDF,
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "webp": picture("WEBP"),
    "text": "Invented words. كلمات".encode(),
    "docx": archive(OFFICE_TYPES, "word/document.xml"),
    "xlsx": archive(OFFICE_TYPES, "xl/workbook.xml"),
    "odt": archive("content.xml", mimetype=ODT),
}

#: What may run, or may be shown as a page: name, content.
CODE = {
    "Windows program": ("letter.pdf", b"MZ\x90\x00 This program cannot be run in DOS mode"),
    "Linux program": ("letter.png", b"\x7fELF\x02\x01\x01"),
    "shell script": ("letter.txt", b"#!/bin/sh\nrm -rf /\n"),
    "batch file": ("letter.txt", b"@echo off\r\nformat c:\r\n"),
    "script by its name": ("letter.txt.js", b"alert(1)"),
    "web page": ("letter.txt", b"<!DOCTYPE html><html><body>Hello</body></html>"),
    "web page after words": ("letter.txt", b"Dear reader\n\n<script src=//example.org></script>"),
    "drawing with script": ("map.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "drawing after a mark": ("map.svg", b"\xef\xbb\xbf<?xml version='1.0'?><svg></svg>"),
    "macros in Word": ("letter.docx", archive(OFFICE_TYPES, "word/document.xml", "word/vbaProject.bin")),
    "macros in OpenDocument": ("letter.odt", archive("content.xml", "Basic/Standard/a.xml", mimetype=ODT)),
    "a program in Word": ("letter.docx", archive(OFFICE_TYPES, "word/document.xml", "word/embeddings/a.exe")),
}
UNKNOWN = {
    "other archive": ("letter.zip", archive("letter.pdf")),
    "old Word": ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "moving picture": ("a.gif", b"GIF89a" + bytes(60)),
    "noise": ("letter.pdf", bytes(range(256))),
    "spaces": ("letter.txt", b"   \n"),
    "PDF that begins late": ("letter.pdf", b"\x00\x01" + PDF),
}
BROKEN = {
    "PNG that is none": ("a.png", b"\x89PNG\r\n\x1a\n" + b"program"),
    "JPEG cut off": ("a.jpg", TAKEN["jpeg"][:200]),
    "WebP that is none": ("a.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 junk"),
    "archive cut off": ("a.docx", TAKEN["docx"][:-30]),
}
