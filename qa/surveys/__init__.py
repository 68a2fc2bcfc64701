"""More than a fact: `requests` knows what is asked for, `survey` answers, the others find it."""
