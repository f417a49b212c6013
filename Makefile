# Every target makes the checkout ready first; `make help` lists them. Needs a POSIX shell and Python 3.11 or later.
.DEFAULT_GOAL := help
BIN := .venv/bin
PORT ?= 8000
export PORT
# Some images set this; without kept bytecode each of our processes would compile a thousand modules at its start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check format bench docs lock browser

help: ## this list · 本列表
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## .venv and the front-end assets, rebuilt when stale · 安装依赖
	@sh requirements/setup
	@$(BIN)/python frontend/build.py

run: setup ## serve http://127.0.0.1:8000 with the demonstration; PORT=9000 changes the port · 启动演示
	@JINGWEI_DEMO="$${JINGWEI_DEMO:-1}" exec $(BIN)/jingwei serve

test: setup browser ## every test · 全部测试
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup ## format, lint, types, import contracts, templates, migrations, generated docs, glossary · 静态检查
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --quiet src
	$(BIN)/jingwei manage makemigrations --check --dry-run
	$(BIN)/jingwei rulebook --check
	$(BIN)/pytest -q tests/architecture

format: setup ## bring code and templates into the house's form · 格式化
	@$(BIN)/ruff format --quiet
	@$(BIN)/djlint --reformat --quiet src

bench: setup ## what we claim about speed, with its floor; P=P1 chooses one · 性能
	@$(BIN)/python -m bench $(P)

docs: setup ## docs/rulebook, generated from the rules · 生成规则文档
	@$(BIN)/jingwei rulebook --write

lock: setup ## requirements/dev.lock from pyproject.toml · 更新依赖锁
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --quiet --output-file requirements/dev.lock

browser:
	@sh requirements/browser
