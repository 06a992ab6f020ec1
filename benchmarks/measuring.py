"""What the scripts of this folder share: processor times of whole processes."""
import os
import pathlib
import re
import resource
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
UNIT430 = os.environ.get("UNIT430", str(HERE.parent / "unit430"))
DEVICE = "msp430f1611"
FEW = 20


def seconds(command):
    """Processor time of a command and its children, user and system, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, done.stdout


def run(engine, elf):
    """The command that runs a program on an engine."""
    return [UNIT430, "run", "--device", DEVICE, "--engine", engine, elf]


def assemble(text, name, folder):
    """The ELF file of a source text."""
    source = pathlib.Path(folder) / f"{name}.s43"
    source.write_text(text)
    elf = str(source.with_suffix(".elf"))
    seconds([UNIT430, "asm", "--core", "MSP430", "-o", elf, str(source)])
    return elf


def program(name, rounds, times=1):
    """The source of one of our programs, with so many rounds, all of it executed so many times."""
    text = (HERE / "programs" / f"{name}.s43").read_text()
    assert text.count("20000") == 1, name
    text, begun = re.subn(r"^start:", f"start:   mov #{times}, &0x3800\nagain:  ", text, flags=re.M)
    text, ended = re.subn(r"^done:", " dec &0x3800\n jz done\n br #again\ndone:  ", text, flags=re.M)
    assert begun == ended == 1, name
    return text.replace("20000", str(rounds))


def instructions(output):
    """How many instructions a run says it executed."""
    return int(re.search(r"(\d+) instructions", output).group(1))
