"""Full text: what a person types, understood here, answered alike by both databases."""
