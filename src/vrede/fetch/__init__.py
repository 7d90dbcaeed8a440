"""Fetching: files from elsewhere into a sources folder, one at a time, each whole or not at all."""
