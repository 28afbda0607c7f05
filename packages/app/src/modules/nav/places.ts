/** The catalog, narrowed to what this portal is about: everybody's tenants. */
export const catalogPath =
  '/catalog?filters[kind]=resource&filters[type]=kubernetes-tenant&filters[user]=all';
