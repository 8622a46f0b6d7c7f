"""Reading a list somebody else made into the registries: files in, rows and findings out, one batch.

Order of the rooms: ``sniffing`` (what kind of file) → ``texts`` | ``workbooks`` (rows of cells) →
``reading`` (one door for both) → ``layout`` (which column is which field) → ``healing`` and ``checking``
(what a cell means) → ``staging`` and ``fates`` (what the rows would change) → ``preview`` → ``apply`` |
``revert``; ``workbook`` writes the errors back into the reader's own layout. Entered through
``registry.services.imports``.
"""
