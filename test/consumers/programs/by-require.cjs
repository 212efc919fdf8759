const library = require('ironic-driver')
const testing = require('ironic-driver/testing')

void import('./use-library.mjs').then(({ useLibrary }) => useLibrary(library, testing))
