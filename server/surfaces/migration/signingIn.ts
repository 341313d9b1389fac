import { API_VERSION, fetchThere, objectIn, refuseElsewhere, sourceAt, textIn, type Source } from './source.ts'

/** How the org to be copied knows who asks. */
export type SignIn =
  | { readonly token: string }
  | { readonly username: string; readonly password: string }
  | { readonly clientId: string; readonly clientSecret: string }

/** Signs in to the org to be copied; throws its own words when it refuses. */
export async function signIn(address: string, by: SignIn): Promise<Source> {
  const url = plainOrigin(address)
  if ('token' in by) return sourceAt(url, by.token)
  return 'username' in by ? byPassword(url, by) : byClient(url, by)
}

/** Only the origin counts: whatever page of the org somebody copied the address from. */
function plainOrigin(address: string): string {
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)
  if (url === null) throw new Error(`'${address}' is no address such as https://company.my.salesforce.com.`)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !isHere)
    throw new Error(`Tokens and records do not travel unencrypted. Use https://${url.host}.`)
  return url.origin
}

/** Asks an address; where nobody answers, that is said with the way on. */
async function asked(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetchThere(url, init).catch((error: unknown) => {
    throw new Error(
      `Nobody answers at ${new URL(url).origin}. Look at the address, and whether this machine reaches it; then run the command again.`,
      { cause: error },
    )
  })
  refuseElsewhere(url, answer)
  return answer
}

async function byPassword(
  url: string,
  { username, password }: { username: string; password: string },
): Promise<Source> {
  const answer = await asked(`${url}/services/Soap/u/${API_VERSION}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: `<?xml version="1.0" encoding="utf-8"?><se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>${inXml(username)}</username><password>${inXml(password)}</password></login></se:Body></se:Envelope>`,
  })
  const text = await answer.text()
  const [, token] = /<sessionId>([^<]+)<\/sessionId>/.exec(text) ?? []
  const [, server] = /<serverUrl>([^<]+)<\/serverUrl>/.exec(text) ?? []
  if (token === undefined || server === undefined)
    throw new Error(
      `Signing in to ${url} was refused: ${sentence(/<faultstring>([^<]*)/.exec(text)?.[1] ?? `status ${answer.status}`)} Where passwords alone are not taken, put the security token behind the password, or use --token.`,
    )
  return sourceAt(plainOrigin(server), token)
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const inXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

async function byClient(
  url: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<Source> {
  const answer = await asked(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  })
  const said = objectIn(await answer.json().catch(() => ({})))
  const token = textIn(said.access_token)
  if (token === '')
    throw new Error(`Signing in to ${url} was refused: ${textIn(said.error_description) || `status ${answer.status}`}.`)
  return sourceAt(plainOrigin(textIn(said.instance_url) || url), token)
}
