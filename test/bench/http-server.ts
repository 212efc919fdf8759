import { createServer } from 'node:http'

// A process of its own, so that its work does not count as the client's.
const body = JSON.stringify({ uuid: 'x', provision_state: 'active', power_state: 'power on' })
const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})
process.on('disconnect', () => process.exit(0))
