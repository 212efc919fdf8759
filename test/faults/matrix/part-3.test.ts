import { defineMatrix } from '../define-matrix.js'

defineMatrix(3)
