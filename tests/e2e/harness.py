"""What the end-to-end checks share: run the program, and look at what it says.

A check is a function; `main` runs those named on the command line (all, without names). Exit status 0: all held, 1: one did
not, 77: skipped, with the reason.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

OK, FAILED, USAGE, PROBLEMS, DATA, LEDGER = range(6)  # src/cli/console.h


class Skip(Exception):
    pass


class Program:
    def __init__(self, path, folder):
        self.path = os.path.abspath(path)
        self.folder = pathlib.Path(folder)

    def argv(self, *args):
        return [self.path, *(a if isinstance(a, bytes) else str(a) for a in args)]

    def run(self, *args, stdin=b"", timeout=120, **more):
        """→ (exit status, stdout, stderr)"""
        done = subprocess.run(self.argv(*args), input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, cwd=self.folder, **more)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def equal(got, wanted, what):
    assert got == wanted, f"{what}: got {got!r}, wanted {wanted!r}"


def one_sentence(err, *words):
    """stderr is one line, "deconflict: …", that names these things and is no longer than a person reads."""
    lines = err.splitlines()
    assert len(lines) == 1, f"wanted one line on stderr, got {len(lines)}: {err[:2000]!r}"
    assert lines[0].startswith("deconflict: ") and len(lines[0]) < 400, lines[0]
    for word in words:
        assert str(word) in lines[0], f"{word!r} is not named in: {lines[0]}"


def small_disk(folder, size, read_only_after=None):
    """Mounts a small file system at `folder`, or skips. → a function that takes it away."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], stderr=subprocess.DEVNULL).returncode != 0:
        raise Skip("mounting a small file system is not permitted here")
    if read_only_after:
        read_only_after()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    return lambda: subprocess.run(["umount", "-l", str(folder)], check=True)


def main(checks, extra=None):
    args = sys.argv[1:]
    if len(args) < 2 or args[0] != "--bin":
        sys.exit(f"usage: {sys.argv[0]} --bin PROGRAM [CHECK…]; checks: {' '.join(checks)}")
    failed = skipped = 0
    for name in args[2:] or checks:
        folder = tempfile.mkdtemp(prefix="deconflict-e2e-")
        try:
            checks[name](Program(args[1], folder))
            print(f"ok {name}")
        except Skip as why:
            skipped += 1
            print(f"skipped {name}: {why}")
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 77 if skipped and skipped == len(args[2:] or checks) else 0)
