"""The sheets of the workbook, what they have in common, and what is kept between them."""
