"""Wiring only: settings, URLs, subscriptions, menu and slots."""
