"""The legal rules of figures; one file each."""

from jingwei.rulebook import load_folder

load_folder(__name__)
