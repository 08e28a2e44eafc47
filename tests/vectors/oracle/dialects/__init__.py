"""The signed cookies of other frameworks, each as its original reads and writes them."""
