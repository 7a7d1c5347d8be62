import type { ApiFact } from './api-fact.js';

/** Facts that people who know the interface still get wrong. */
export const HARD_API_FACTS: readonly ApiFact[] = [
  {
    difficulty: 'hard',
    area: 'PostgreSQL',
    tasks: [
      'let several workers take different jobs from one table without waiting for each other',
      'build a job queue in the database where nobody blocks',
    ],
    right: 'SELECT … FOR UPDATE SKIP LOCKED LIMIT 1',
    wrong: [
      'SELECT … FOR UPDATE NOWAIT LIMIT 1',
      'SELECT … FOR SHARE LIMIT 1',
      'LOCK TABLE jobs IN SHARE MODE',
      'SELECT … WITH (READPAST) LIMIT 1',
    ],
    why: 'SKIP LOCKED passes over rows that others hold',
  },
  {
    difficulty: 'hard',
    area: 'Python',
    tasks: [
      'declare a class whose instances are immutable, hashable and slim in memory',
      'declare a value object without __dict__ that can be a key',
    ],
    right: '@dataclass(frozen=True, slots=True)',
    wrong: [
      '@dataclass(immutable=True)',
      '@dataclass(slots=True)',
      '@dataclass(eq=False, frozen=False)',
      '@namedtuple(slots=True)',
    ],
    why: 'frozen together with eq makes instances hashable, slots removes the dict',
  },
  {
    difficulty: 'hard',
    area: 'Rust',
    tasks: ['share one mutable counter among several threads', 'let four threads add to the same number'],
    right: 'Arc<Mutex<u64>>',
    wrong: ['Rc<RefCell<u64>>', 'Box<Mutex<u64>>', 'Arc<RefCell<u64>>', '&mut u64 in each thread'],
    why: 'Rc and RefCell are not safe across threads',
  },
  {
    difficulty: 'hard',
    area: 'JavaScript',
    tasks: [
      'cache something per object without keeping that object alive',
      'attach computed results to DOM nodes that may vanish',
    ],
    right: 'a WeakMap keyed by the object',
    wrong: ['a Map keyed by the object', 'a WeakRef in an array', 'an object keyed by String(node)', 'a Set of pairs'],
    why: 'a WeakMap does not stop its keys from being collected',
  },
  {
    difficulty: 'hard',
    area: 'Kubernetes',
    tasks: [
      'stop traffic to a pod that is still warming up without restarting it',
      'signal “alive, but do not send me requests yet”',
    ],
    right: 'a readinessProbe',
    wrong: ['a livenessProbe', 'a preStop hook', 'restartPolicy: Never', 'terminationGracePeriodSeconds'],
    why: 'failing readiness only removes the pod from its service',
  },
  {
    difficulty: 'hard',
    area: 'HTTP caching',
    tasks: ['serve an old copy while a fresh one is fetched behind the scenes', 'hide revalidation latency from visitors'],
    right: 'Cache-Control: max-age=60, stale-while-revalidate=600',
    wrong: [
      'Cache-Control: no-store, max-age=60',
      'Cache-Control: must-revalidate, max-age=660',
      'Expires: 0 with ETag',
      'Pragma: stale-ok',
    ],
    why: 'the second value is how long a stale copy may be served meanwhile',
  },
  {
    difficulty: 'hard',
    area: 'C++',
    tasks: ['hand a unique_ptr over to a function that shall own it from then on', 'pass ownership into a sink parameter'],
    right: 'consume(std::move(ptr))',
    wrong: ['consume(ptr)', 'consume(*ptr)', 'consume(ptr.get())', 'consume(std::forward(ptr))'],
    why: 'a unique_ptr can only be moved',
  },
  {
    difficulty: 'hard',
    area: 'SQL windows',
    tasks: ['compute a running total per customer in date order', 'show beside each payment what had been paid so far'],
    right: 'SUM(paid) OVER (PARTITION BY customer ORDER BY day)',
    wrong: [
      'SUM(paid) GROUP BY customer, day',
      'SUM(paid) OVER (ORDER BY customer)',
      'RUNNING SUM(paid) BY customer',
      'SUM(paid) OVER (PARTITION BY day)',
    ],
    why: 'the order inside the window makes the sum cumulative',
  },
];
