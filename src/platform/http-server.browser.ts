import type { HttpAnswer, HttpPlace, HttpServer } from './http-exchange.js'

export function startHttpServer(__: HttpAnswer, ___: HttpPlace): Promise<HttpServer> {
  return Promise.reject(
    new TypeError('serveSimulator: a browser cannot serve HTTP. Pass the simulator itself as `transport`.'),
  )
}
