"""Django's usual entry; `mingqian` is the same with a shorter name."""

from mingqian.site.cli import main

if __name__ == "__main__":
    main()
