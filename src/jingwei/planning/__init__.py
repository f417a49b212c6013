"""计划: caps on the number of visits and their ledger."""
