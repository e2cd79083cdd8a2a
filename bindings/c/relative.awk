# Prints the path that leads from the folder $FROM to the folder $TO, for the Makefile. Both are
# paths from the root, or from the folder of the process, $PWD. Symbolic links are not followed.

function normal(path, parts,    raw, count, len, i) {
  if (path !~ /^\//) path = ENVIRON["PWD"] "/" path
  count = split(path, raw, "/")
  len = 0
  for (i = 1; i <= count; i++) {
    if (raw[i] == "" || raw[i] == ".") continue
    if (raw[i] != "..") parts[++len] = raw[i]
    else if (len > 0) len--
  }
  return len
}

BEGIN {
  from_len = normal(ENVIRON["FROM"], from)
  to_len = normal(ENVIRON["TO"], to)
  while (same < from_len && same < to_len && from[same + 1] == to[same + 1]) same++
  for (i = same + 1; i <= from_len; i++) path = path "/.."
  for (i = same + 1; i <= to_len; i++) path = path "/" to[i]
  print path == "" ? "." : substr(path, 2)
}
