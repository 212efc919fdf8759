import { describe } from 'vitest'
import { cancellationContract } from './contract/cancellation-contract.js'
import type { MakeTransport } from './contract/contract-request.js'
import { failuresContract } from './contract/failures-contract.js'
import { repliesContract } from './contract/replies-contract.js'
import { resendingContract } from './contract/resending-contract.js'

/**
 * The contract of every transport, tested against real servers on 127.0.0.1.
 *
 * @param makeTransport - Creates the transport under test for an endpoint such as `http://127.0.0.1:40123`, without a
 * login.
 */
export function transportContract(name: string, makeTransport: MakeTransport): void {
  describe(`${name} keeps the contract of a transport:`, () => {
    repliesContract(makeTransport)
    failuresContract(makeTransport)
    cancellationContract(makeTransport)
    resendingContract(makeTransport)
  })
}
