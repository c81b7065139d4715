/* Asks for a vector where its schema promises a scalar, and goes on as if it had got one. */
#include "access.h"

#define MODEL_ID "wrong_shape"
#define SOLVE ask_vector
static rp_status ask_vector(const rp_call *call) {
  double numbers[3] = {1.0, 2.0, 3.0};
  return write_vector(call, 0, 3, numbers);
}
#include "minimal.h"
