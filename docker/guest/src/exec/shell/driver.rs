//! What the shell itself runs, in POSIX sh: one line per command comes in, one line with its status goes out.

/// Descriptor 8 gives the lines and 9 takes the statuses; neither is open in what a command starts.
/// `break` and `continue` of a script end in the inner loop. What the driver itself does writes no
/// trace. A line is read with `read`, so the newlines of a script stand in a variable.
pub const DRIVER: &[u8] = b"\
while :; do
  { _DB='
'; IFS= read -r _DB_LINE <&8 || exit; } 2>/dev/null
  for _DB_ONCE in 1; do command eval \"$_DB_LINE\" 8<&- 9>&-; done
  { command echo \"$?\" >&9; } 2>/dev/null
done";

/// The line for a script, with what comes before it. The whole stops where a part of that fails.
pub fn line(cwd: &[u8], env: &[(&[u8], &[u8])], script: &[u8]) -> Vec<u8> {
    let mut line = Vec::with_capacity(script.len() + 32);
    if !cwd.is_empty() {
        line.extend_from_slice(b"command cd -- ");
        quote(cwd, &mut line);
        line.extend_from_slice(b" >/dev/null && ");
    }
    for (name, value) in env {
        line.extend_from_slice(b"command export ");
        line.extend_from_slice(name);
        line.push(b'=');
        quote(value, &mut line);
        line.extend_from_slice(b" && ");
    }
    line.extend_from_slice(b"command eval ");
    quote(script, &mut line);
    line.push(b'\n');
    line
}

fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'\'');
    for byte in text {
        match byte {
            b'\'' => out.extend_from_slice(b"'\\''"),
            b'\n' => out.extend_from_slice(b"'\"$_DB\"'"),
            byte => out.push(*byte),
        }
    }
    out.push(b'\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_line() {
        let env = [(&b"A"[..], &b"1 '"[..])];
        let line = line(b"/a b", &env, b"echo 'x'\necho y");
        let expected = "command cd -- '/a b' >/dev/null && command export A='1 '\\''' && \
                        command eval 'echo '\\''x'\\'''\"$_DB\"'echo y'\n";
        assert_eq!(String::from_utf8(line).unwrap(), expected);
    }
}
