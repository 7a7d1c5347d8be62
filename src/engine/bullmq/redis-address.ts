import { UserError } from '../../domain/user-error.js';

/** Where a Redis is, and how to get in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
  /** For people: without the password. */
  readonly shown: string;
}

/** The environment variable that may hold the whole URL, password included. */
export const REDIS_VARIABLE = 'ROUTELAB_REDIS';

/** What such an address looks like. */
export const ACCEPTED = `redis://host:6379 or rediss://host:6379 (TLS); with a password: in the environment variable ${REDIS_VARIABLE}`;

/**
 * The address that a command line or the environment names. The variable is used where the option is absent, and gives the
 * option's server its password.
 *
 * @throws UserError for what is no such URL, without repeating a password, and for a password on the command line
 */
export function redisAddress(option: string | undefined, env: NodeJS.ProcessEnv): RedisAddress {
  const variable = env[REDIS_VARIABLE];
  const text = option ?? variable;
  if (text === undefined || text === '')
    throw new UserError({ field: '--redis', message: 'is missing: which Redis do the workers listen to?', accepted: ACCEPTED });
  const url = URL.canParse(text) ? new URL(text) : null;
  const field = option === undefined ? REDIS_VARIABLE : '--redis';
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    throw new UserError({ field, message: 'is no Redis URL', accepted: ACCEPTED });
  if (option !== undefined && url.password !== '') {
    throw new UserError({
      field,
      message: 'holds a password, and everybody on this machine can read a command line',
      accepted: `the whole URL in the environment variable ${REDIS_VARIABLE}`,
    });
  }
  const db = url.pathname.length > 1 ? Number(url.pathname.slice(1)) : 0;
  if (!Number.isInteger(db))
    throw new UserError({ field, message: 'the database is no number', accepted: 'redis://host:6379/0' });
  return withPassword(
    {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? 6379 : Number(url.port),
      db,
      ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
      ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
      tls: url.protocol === 'rediss:',
      shown: `${url.protocol}//${url.host}`,
    },
    variable,
  );
}

/** The variable's password where it names the same server. */
function withPassword(address: RedisAddress, variable: string | undefined): RedisAddress {
  if (address.password !== undefined || variable === undefined || !URL.canParse(variable)) return address;
  const { hostname, port, username, password } = new URL(variable);
  const same = hostname === address.host && (port === '' ? 6379 : Number(port)) === address.port;
  if (!same || password === '') return address;
  return {
    ...address,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    password: decodeURIComponent(password),
  };
}
