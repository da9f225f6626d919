"""Frames, films and files: everything that touches ffmpeg, pictures on disk or the object store."""
