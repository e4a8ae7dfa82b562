"""Writes values.txt, one tensor a line: its name, then its numbers, images NHWC. Made with Debian's PyTorch 1.13, one thread."""
import numpy
import torch
from torch.nn import functional

torch.manual_seed(0)
torch.set_num_threads(1)


def write(name, tensor):
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    values = numpy.asarray(tensor.detach().contiguous().numpy(), dtype=numpy.float32).ravel()
    print(name, *("%.9g" % value for value in values))


x = torch.randn(2, 3, 2, 2, requires_grad=True)
residual = torch.randn(2, 3, 2, 2, requires_grad=True)
norm = torch.nn.BatchNorm2d(3)
with torch.no_grad():
    norm.weight.copy_(torch.tensor([0.5, -1.5, 1.25]))
    norm.bias.copy_(torch.tensor([0.1, 0.2, -0.3]))
gradient = torch.randn(2, 3, 2, 2)
y = torch.relu(norm(x) + residual)
y.backward(gradient)
write("x", x)
write("residual", residual)
write("weight", norm.weight)
write("bias", norm.bias)
write("dY", gradient)
write("y", y)
write("dX", x.grad)
write("dResidual", residual.grad)
write("dWeight", norm.weight.grad)
write("dBias", norm.bias.grad)
write("runningMean", norm.running_mean)
write("runningVariance", norm.running_var)

start = torch.randn(5)
gradients = [torch.randn(5) for _ in range(3)]
write("values", start)
for i, gradient in enumerate(gradients):
    write("gradient%d" % i, gradient)


def optimise(name, create):
    parameter = torch.nn.Parameter(start.clone())
    optimiser = create([parameter])
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimiser.step()
    write(name, parameter)


optimise("plain", lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01))
optimise("momentum", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01))
optimise("dampened", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.01))
optimise("nesterov", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01))
optimise("adamW", lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.05))

image = torch.randint(-3, 4, (1, 2, 5, 5)).float().requires_grad_()
pooled = functional.max_pool2d(image, 3, 2, 1)
gradient = torch.randint(-9, 10, pooled.shape).float()
pooled.backward(gradient)
write("image", image)
write("pooledGradient", gradient)
write("maxGradient", image.grad)
for counting in (True, False):
    image.grad = None
    functional.avg_pool2d(image, 3, 2, 1, count_include_pad=counting).backward(gradient)
    write("averageGradientCountingPadding" if counting else "averageGradient", image.grad)
image.grad = None
gradient = torch.tensor([[2.0, -3.0]])
functional.adaptive_avg_pool2d(image, 1).backward(gradient[:, :, None, None])
write("globalGradient", gradient)
write("globalAverageGradient", image.grad)
