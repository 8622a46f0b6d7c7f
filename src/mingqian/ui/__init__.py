"""What every page stands on: access, the clock, forms, tables, components, refusals as pages."""
