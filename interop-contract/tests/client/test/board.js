/** A module that implements `Charts`. */
export const draw = (data) => ({ width: data.length });
