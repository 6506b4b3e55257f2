where = 
