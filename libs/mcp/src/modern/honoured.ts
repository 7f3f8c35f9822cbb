import { z } from 'zod';

/** The part of it that matters here. */
const asking = z.looseObject({
  params: z.looseObject({
    notifications: z.looseObject({ resourceSubscriptions: z.array(z.string()) }),
  }),
});

/** A request to listen without the resources that are not to be followed; the answer lists what is left. */
export async function honoured<T>(
  body: T,
  canFollow: (uri: string) => Promise<boolean>,
): Promise<T> {
  const asked = asking.safeParse(body);
  if (!asked.success) return body;
  const { params } = asked.data;
  const wanted = params.notifications.resourceSubscriptions;
  const may = await Promise.all(wanted.map(canFollow));
  const resourceSubscriptions = wanted.filter((_, at) => may[at]);
  const notifications = { ...params.notifications, resourceSubscriptions };
  return { ...asked.data, params: { ...params, notifications } } as T;
}
