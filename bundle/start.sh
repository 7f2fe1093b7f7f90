#!/bin/sh
# Find a Python that the bundle serves and hand over to it; with another one, run.py says what is needed.
cd "$(dirname "$0")" || exit 1
for version in {pythons}; do
  if command -v "python$version" >/dev/null 2>&1; then
    exec "python$version" run.py "$@"
  fi
done
if command -v python3 >/dev/null 2>&1; then
  exec python3 run.py "$@"
fi
cat bundle/no-python.txt
exit 1
