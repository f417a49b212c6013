"""The rule that ``docs/tutorials/new-rule.md`` builds works as written there."""

import re
import subprocess
import sys
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "new-rule.md"

# A process of its own: the register of rules is one for all, and this rule is not in it.
CHECK = """
import importlib.util, sys
from pathlib import Path
from jingwei.rulebook import all_rules
from jingwei.rulebook.examples import check, read_examples

path = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location(path.stem, path)
sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
(rule,) = all_rules().values()
for example in read_examples(path.with_suffix(".yaml")):
    check(rule, example)
print(rule.code)
"""


def test_the_tutorials_rule_answers_as_its_examples_say(tmp_path: Path) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    for language, suffix in (("python", ".py"), ("toml", ".toml"), ("yaml", ".yaml")):
        (block,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
        (tmp_path / f"one_reinspection{suffix}").write_text(block, encoding="utf-8")
    command = [sys.executable, "-c", CHECK, str(tmp_path / "one_reinspection.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "R-FRQ-06", done.stderr
