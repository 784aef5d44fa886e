"""The peer: Rasa's default pipeline and policies on Lamella's examples and rules, as a project of its own."""
