"""Prints the files of an image by pycdlib, in the three ways in which Ironic reads them: python3 iso_files.py IMAGE"""

import base64
import io
import json
import sys

import pycdlib

image = pycdlib.PyCdlib()
image.open(sys.argv[1])
files = {}
for path, _, names in image.walk(rr_path="/"):
    for name in names:
        posix_path = f"{path.rstrip('/')}/{name}"
        record = image.get_record(rr_path=posix_path)
        assert image.full_path_from_dirrecord(record, rockridge=True) == posix_path
        content = io.BytesIO()
        image.get_file_from_iso_fp(content, joliet_path=posix_path)
        with image.open_file_from_iso(
            iso_path=f"{posix_path}{'' if '.' in name else '.'};1"
        ) as plain:
            assert plain.read() == content.getvalue()
        files[posix_path] = base64.b64encode(content.getvalue()).decode()
print(json.dumps(files))
