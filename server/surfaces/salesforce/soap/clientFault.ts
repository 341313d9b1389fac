/** The request itself cannot be understood: not XML, no envelope, no such call, a value of the wrong type. */
export class ClientFault extends Error {
  override readonly name = 'ClientFault'
}
