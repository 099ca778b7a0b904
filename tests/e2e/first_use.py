"""What the README promises of the first commands."""
import json

from harness import OK, equal, main


def demo(p):
    status, out, err = p.run("demo", "--no-serve", timeout=300)
    equal(status, OK, f"status (stderr: {err[-500:]!r})")
    assert out.strip(), "no ledger was printed"
    assert list(p.folder.glob("*.gpkg")), "no ledger was written"
    again = p.run("demo", "--no-serve", timeout=300)
    equal((again[0], again[1].split("\n\n")[1:]), (OK, out.split("\n\n")[1:]), "the ledger printed by a second run")


def same_bytes_on_any_number_of_threads(p):
    lines = b"".join(json.dumps({"id": str(i), "text": f"On Monday, {i + 2} people were killed when shells hit the market of Aleppo, the ministry said."}).encode() + b"\n" for i in range(60))
    one = p.run("annotate", "-j", 1, stdin=lines)
    four = p.run("annotate", "-j", 4, stdin=lines)
    equal((one[0], one[2]), (OK, ""), "status, stderr")
    equal(four, one, "what four threads say")


def every_verb_explains_itself(p):
    def explained(*path):
        status, text, err = p.run(*path, "--help")
        equal((status, err), (OK, ""), f"status, stderr of {' '.join(path)} --help")
        assert not path or "Example" in text, f"{' '.join(path)} --help shows no example"
        below = text.split("Subcommands:")[1:]
        verbs = [line.split()[0] for line in "".join(below).splitlines() if line.startswith("  ") and line[2:3].isalpha() and not line.startswith("  deconflict ")]
        return 1 + sum(explained(*path, verb) for verb in verbs)

    assert explained() >= 25, "not all verbs were found"


CHECKS = {f.__name__: f for f in (demo, same_bytes_on_any_number_of_threads, every_verb_explains_itself)}

if __name__ == "__main__":
    main(CHECKS)
