"""Questions worth asking: `proposals` turns sentences into some, `suggest` keeps what is proven."""
