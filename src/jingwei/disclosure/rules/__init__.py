"""The legal rules that need no more facts than this area knows; one file each."""

from jingwei.rulebook import load_folder

load_folder(__name__)
