"""The vault of enforcement records (执法全过程记录): what was recorded, by whom, kept unchanged, seen with a purpose."""
