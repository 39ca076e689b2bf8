"""The words of a language: their classes, their forms and the learnt weights."""
