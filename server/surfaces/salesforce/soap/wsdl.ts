import { faultNamespaceOf, namespaceOf, recordNamespaceOf, SOAP_NAMESPACE, XSD_NAMESPACE } from './envelope.ts'
import { faultTypes } from './faults.ts'
import { operationNamed, operations, type OperationName } from './operations.ts'
import { bases, headerTypes, isComplex, partOf, partsOf, soapTypes, type Parts, type TypeName } from './types.ts'
import { element, escaped } from './xml.ts'

const names = Object.keys(operations).filter((name): name is OperationName => Object.hasOwn(operations, name))
const namesOfTypes = Object.keys(soapTypes).filter(isComplex)
const namesOfHeaders = Object.keys(headerTypes)

/** The partner API as WSDL 1.1, written from the tables that read and write its messages. */
export const partnerWsdl = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- What Assay answers of the partner API of the field's tools. -->
<definitions targetNamespace="${namespaceOf('partner')}" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="${XSD_NAMESPACE}" xmlns:soapenv="${SOAP_NAMESPACE}"
  xmlns:tns="${namespaceOf('partner')}" xmlns:ens="${recordNamespaceOf('partner')}" xmlns:fns="${faultNamespaceOf('partner')}">
<types>
${recordSchema()}
${callSchema()}
${faultSchema()}
</types>
${message(
  'Header',
  namesOfHeaders.map((name) => part(name, `tns:${name}`)),
)}
${names.flatMap((name) => [message(`${name}Request`, [part('parameters', `tns:${name}`)]), message(`${name}Response`, [part('parameters', `tns:${name}Response`)])]).join('\n')}
${faultTypes.map(({ name }) => message(name, [part('fault', `fns:${name}`)])).join('\n')}
${element('portType', names.map(portOperation).join('\n'), ' name="Soap"')}
${element('binding', `<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${names.map(bindingOperation).join('\n')}`, ' name="SoapBinding" type="tns:Soap"')}
<service name="SforceService"><port name="Soap" binding="tns:SoapBinding"><soap:address location="${escaped(url)}"/></port></service>
</definitions>
`

const message = (name: string, parts: readonly string[]): string =>
  element('message', parts.join(''), ` name="${name}"`)

const part = (name: string, of: string): string => `<part name="${name}" element="${of}"/>`

const portOperation = (name: OperationName): string =>
  element(
    'operation',
    `<documentation>${escaped(operationNamed(name).does)}</documentation><input message="tns:${name}Request"/><output message="tns:${name}Response"/><fault message="tns:UnexpectedErrorFault" name="UnexpectedErrorFault"/>`,
    ` name="${name}"`,
  )

function bindingOperation(name: OperationName): string {
  const headers = namesOfHeaders
    .map((header) => `<soap:header use="literal" message="tns:Header" part="${header}"/>`)
    .join('')
  return element(
    'operation',
    `<soap:operation soapAction=""/><input>${headers}<soap:body use="literal" parts="parameters"/></input><output><soap:body use="literal"/></output><fault name="UnexpectedErrorFault"><soap:fault name="UnexpectedErrorFault" use="literal"/></fault>`,
    ` name="${name}"`,
  )
}

const schema = (namespace: string, content: string): string =>
  element('schema', content, ` xmlns="${XSD_NAMESPACE}" elementFormDefault="qualified" targetNamespace="${namespace}"`)

/** A record of any object: its type, what to blank, its id, and then its fields. */
const recordSchema = (): string =>
  schema(
    recordNamespaceOf('partner'),
    `<import namespace="${namespaceOf('partner')}"/>` +
      element(
        'complexType',
        element(
          'sequence',
          '<element name="type" type="xsd:string"/><element name="fieldsToNull" type="xsd:string" nillable="true" minOccurs="0" maxOccurs="unbounded"/><element name="Id" type="tns:ID" nillable="true"/><any namespace="##targetNamespace" minOccurs="0" maxOccurs="unbounded" processContents="lax"/>',
        ),
        ' name="sObject"',
      ),
  )

const callSchema = (): string =>
  schema(
    namespaceOf('partner'),
    [
      `<import namespace="${recordNamespaceOf('partner')}"/>`,
      element(
        'simpleType',
        '<restriction base="xsd:string"><length value="18"/><pattern value="[a-zA-Z0-9]{18}"/></restriction>',
        ' name="ID"',
      ),
      ...namesOfTypes.filter((name) => !namesOfHeaders.includes(name)).map((name) => complexType(name)),
      ...namesOfHeaders.map((name) => root(name, isComplex(name) ? partsOf(name) : {})),
      ...names.flatMap((name) => {
        const { takes, answers } = operationNamed(name)
        return [root(name, takes), root(`${name}Response`, answers === undefined ? {} : { result: answers })]
      }),
    ].join('\n'),
  )

const complexType = (name: TypeName): string =>
  element('complexType', extended(bases[name], 'tns', sequence(partsOf(name))), ` name="${name}"`)

const extended = (base: string | undefined, prefix: string, content: string): string =>
  base === undefined ? content : element('complexContent', element('extension', content, ` base="${prefix}:${base}"`))

const root = (name: string, parts: Parts): string =>
  element('element', element('complexType', sequence(parts)), ` name="${name}"`)

const sequence = (parts: Parts): string =>
  element(
    'sequence',
    Object.entries(parts)
      .map(([name, notation]) => elementOf(name, notation))
      .join(''),
  )

const bounds = {
  once: '',
  many: ' minOccurs="0" maxOccurs="unbounded"',
  nullable: ' nillable="true"',
  optional: ' minOccurs="0" nillable="true"',
} as const

function elementOf(name: string, notation: string): string {
  const { type, occurs } = partOf(notation)
  // A record that is not there stands in a list as null.
  const nullable = type === 'sObject' && occurs === 'many' ? ' nillable="true"' : ''
  return `<element name="${name}" type="${qualified(type)}"${bounds[occurs]}${nullable}/>`
}

function qualified(type: string): string {
  if (type === 'sObject') return 'ens:sObject'
  return type === 'ID' || isComplex(type) ? `tns:${type}` : `xsd:${type}`
}

const faultSchema = (): string =>
  schema(
    faultNamespaceOf('partner'),
    [
      element('complexType', sequence({ exceptionCode: 'string', exceptionMessage: 'string' }), ' name="ApiFault"'),
      ...faultTypes.flatMap(({ name, isPlaced }) => [
        element(
          'complexType',
          extended('ApiFault', 'fns', sequence(isPlaced ? { row: 'int', column: 'int' } : {})),
          ` name="${name}"`,
        ),
        `<element name="${name}" type="fns:${name}"/>`,
      ]),
    ].join('\n'),
  )
