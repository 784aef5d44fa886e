"""What is kept: conversations, people, shelves, products, feedback, and questions that had no answer."""
