"""The rules that say what is worth asking: loaded, compiled, indexed."""
