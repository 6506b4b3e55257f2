# Scalars, comments and whitespace.
string       = "plain"
empty        = ""
integer      = 42
negative     = -7
padded       = 007
fraction     = 1.5
exponent     = 2.5e3 // 2500
small        = 1e-3
yes          = true
no           = false
nothing      = null
reference    = aws_kms_key.main.arn
keyword_name = trueish
escaped      = "tab\tquote\"backslash\\newline\nunicode\u00e9 end"
dollar       = "$5 and 10% and $${literal} and %%{literal}"
/* a comment
   over lines */ commented = 1
slash        = 1 /* between */ + /* these */ 2
url          = "https://example.org/#fragment" # after
list = ["a", "b", # first
  "c",            // second
  /* third */ "d",
]
nested = [[], [[1], [2, 3]], {}]
