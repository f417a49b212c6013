"""The JSON interface of inspections."""

from ninja import Router

router = Router()
