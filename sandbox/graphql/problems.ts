/** Errors as Shopify answers them in the `errors` list of a GraphQL response. */

export interface Problem {
  message: string;
  locations?: { line: number; column: number }[];
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

/** Thrown while a document is compiled or carried out; becomes an entry of `errors`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What the real shop could do and the sandbox can't: said by name, so that it is never taken for an answer. */
export function notResolved(what: string): ProblemError {
  return new ProblemError({
    message: `The sandbox does not resolve ${what}`,
    extensions: { code: 'SANDBOX_NOT_RESOLVED' },
  });
}

export function badRequest(message: string, code = 'BAD_REQUEST'): ProblemError {
  return new ProblemError({ message, extensions: { code } });
}

export function accessDenied(field: string, scopes: readonly string[], path: string[]): Problem {
  const required = `${scopes.map((scope) => `\`${scope}\``).join(' or ')} access scope.`;
  return {
    message: `Access denied for ${field} field. Required access: ${required}`,
    path,
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: required,
    },
  };
}

export function protectedData(what: string, path: string[]): Problem {
  return {
    message: `This app is not approved to use the ${what} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    path,
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/docs/apps/launch/protected-customer-data',
    },
  };
}
