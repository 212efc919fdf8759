import { describe } from 'vitest'
import { cancellationContract } from './contract/cancellation-contract.js'
import type { MakeTransport } from './contract/contract-request.js'
import { failuresContract } from './contract/failures-contract.js'
import { repliesContract } from './contract/replies-contract.js'
import { resendingContract } from './contract/resending-contract.js'

/**
 * What every transport promises, tried against real servers on 127.0.0.1.
 *
 * @param makeTransport - Makes the transport under test for an endpoint such as `http://127.0.0.1:40123`, with no
 * login of its own.
 */
export function transportContract(name: string, makeTransport: MakeTransport): void {
  describe(`${name} keeps the contract of a transport:`, () => {
    repliesContract(makeTransport)
    failuresContract(makeTransport)
    cancellationContract(makeTransport)
    resendingContract(makeTransport)
  })
}
