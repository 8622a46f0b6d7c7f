"""From drawn to closed: approval, check, notice, defence, final result, rectification and revisit."""
