/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "reference-kernels.h"

#include <math.h>

void
reference_forward (const GmarlNetworkShape *shape,
                   const double *parameters,
                   const double *input,
                   size_t rows,
                   double *activation,
                   double *output)
{
  const double *head = parameters + gmarl_network_shape_head (shape);
  const double *head_bias = parameters + gmarl_network_shape_head_bias (shape);
  const double *below = input;
  size_t n_below = shape->n_inputs;

  for (size_t l = 0; l < shape->n_hidden; l++) {
    const double *weight = parameters + gmarl_network_shape_weight (shape, l);
    const double *bias = parameters + gmarl_network_shape_bias (shape, l);
    size_t width = shape->width[l];

    for (size_t r = 0; r < rows; r++)
      for (size_t h = 0; h < width; h++) {
        double sum = bias[h];

        for (size_t i = 0; i < n_below; i++)
          sum += below[r * n_below + i] * weight[i * width + h];
        activation[r * width + h] = tanh (sum);
      }
    below = activation;
    n_below = width;
    activation += rows * width;
  }
  for (size_t u = 0; u < shape->n_outputs; u++)
    for (size_t r = 0; r < rows; r++) {
      output[u * rows + r] = head_bias[u];
      for (size_t h = 0; h < n_below; h++)
        output[u * rows + r] += below[r * n_below + h] * head[u * n_below + h];
    }
}

/* One row through one hidden layer: d [H] is the gradient by the activations, and becomes the one
 * by the sums before tanh.
 */
static void
layer_backward (size_t n_below,
                size_t width,
                const double *weight,
                const double *below,
                const double *activation,
                double *d,
                double *d_weight,
                double *d_bias,
                double *d_below)
{
  for (size_t h = 0; h < width; h++) {
    d[h] *= 1 - activation[h] * activation[h];
    d_bias[h] += d[h];
  }
  for (size_t i = 0; i < n_below; i++) {
    double sum = 0;

    for (size_t h = 0; h < width; h++) {
      d_weight[i * width + h] += below[i] * d[h];
      sum += weight[i * width + h] * d[h];
    }
    if (d_below != NULL)
      d_below[i] = sum;
  }
}

static void
row_backward (const GmarlNetworkShape *shape,
              const double *parameters,
              const double *input,
              size_t rows,
              size_t row,
              const double *activation,
              const double *d_output,
              double *d_activation,
              double *gradient)
{
  size_t last = shape->n_hidden - 1;
  size_t top = shape->width[last];
  const double *head = parameters + gmarl_network_shape_head (shape);
  double *d_head = gradient + gmarl_network_shape_head (shape);
  double *d_head_bias = gradient + gmarl_network_shape_head_bias (shape);
  double *d = d_activation;
  double *d_below = d_activation + gmarl_network_shape_widest (shape);

  for (size_t l = 0; l < last; l++)
    activation += rows * shape->width[l];
  for (size_t h = 0; h < top; h++)
    d[h] = 0;
  for (size_t u = 0; u < shape->n_outputs; u++) {
    d_head_bias[u] += d_output[u * rows + row];
    for (size_t h = 0; h < top; h++) {
      d_head[u * top + h] += d_output[u * rows + row] * activation[row * top + h];
      d[h] += d_output[u * rows + row] * head[u * top + h];
    }
  }
  for (size_t l = last + 1; l-- > 0;) {
    size_t n_below = gmarl_network_shape_fan_in (shape, l);
    const double *below = l == 0 ? input : activation - rows * n_below;
    double *swap = d;

    layer_backward (n_below, shape->width[l], parameters + gmarl_network_shape_weight (shape, l),
                    below + row * n_below, activation + row * shape->width[l], d,
                    gradient + gmarl_network_shape_weight (shape, l),
                    gradient + gmarl_network_shape_bias (shape, l), l == 0 ? NULL : d_below);
    activation = below;
    d = d_below;
    d_below = swap;
  }
}

void
reference_backward (const GmarlNetworkShape *shape,
                    const double *parameters,
                    const double *input,
                    size_t rows,
                    const double *activation,
                    const double *d_output,
                    double *d_activation,
                    double *gradient)
{
  for (size_t r = 0; r < rows; r++)
    row_backward (shape, parameters, input, rows, r, activation, d_output, d_activation, gradient);
}

double
reference_log_probability (size_t rows,
                           size_t row,
                           size_t n_actions,
                           const double *mean,
                           const double *action,
                           const double *log_std)
{
  double sum = 0;

  for (size_t u = 0; u < n_actions; u++) {
    double z = (action[u * rows + row] - mean[u * rows + row]) / exp (log_std[u]);

    sum += -z * z / 2 - log_std[u] - log (2 * M_PI) / 2;
  }
  return sum;
}

double
reference_policy_loss (size_t rows,
                       size_t n_actions,
                       const double *mean,
                       const double *action,
                       const double *log_std,
                       const double *old_log_probability,
                       const double *advantage,
                       const double *weight,
                       double clip,
                       double scale,
                       double *d_mean,
                       double *d_log_std,
                       GmarlPolicySums *sums)
{
  double loss = 0;

  for (size_t r = 0; r < rows; r++) {
    double log_ratio = reference_log_probability (rows, r, n_actions, mean, action, log_std) -
                       old_log_probability[r];
    double bounded_log = fmin (fmax (log_ratio, -20), 20);
    double ratio = exp (bounded_log);
    double bounded = fmin (fmax (ratio, 1 - clip), 1 + clip);
    double surrogate = fmin (ratio * advantage[r], bounded * advantage[r]);
    bool moves = surrogate == ratio * advantage[r] && log_ratio == bounded_log;
    double slope = moves ? -scale * weight[r] * advantage[r] * ratio : 0;

    loss -= scale * weight[r] * surrogate;
    if (sums != NULL) {
      sums->surrogate += weight[r] * surrogate;
      sums->kl += weight[r] * (ratio - 1 - bounded_log);
      sums->clipped += ratio != bounded ? weight[r] : 0;
    }
    for (size_t u = 0; d_mean != NULL && u < n_actions; u++) {
      double sd = exp (log_std[u]);
      double z = (action[u * rows + r] - mean[u * rows + r]) / sd;

      d_mean[u * rows + r] = slope * z / sd;
      d_log_std[u] += slope * (z * z - 1);
    }
  }
  return loss;
}

double
reference_value_loss (size_t rows,
                      const double *value,
                      const double *target,
                      const double *weight,
                      double delta,
                      double scale,
                      double *d_value)
{
  double loss = 0;

  for (size_t r = 0; r < rows; r++) {
    double error = value[r] - target[r];
    bool inside = fabs (error) <= delta;

    loss += scale * weight[r] * (inside ? error * error / 2 : delta * (fabs (error) - delta / 2));
    if (d_value != NULL)
      d_value[r] = scale * weight[r] * (inside ? error : copysign (delta, error));
  }
  return loss;
}

void
reference_adam (size_t count,
                double step_size,
                double epsilon,
                double gradient_scale,
                double *parameters,
                const double *gradient,
                double *first_moment,
                double *second_moment)
{
  for (size_t k = 0; k < count; k++) {
    double g = gradient[k] * gradient_scale;

    first_moment[k] = 0.9 * first_moment[k] + 0.1 * g;
    second_moment[k] = 0.999 * second_moment[k] + 0.001 * g * g;
    parameters[k] -= step_size * first_moment[k] / (sqrt (second_moment[k]) + epsilon);
  }
}
